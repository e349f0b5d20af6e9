#!lua flags=allow-key-locking
-- close_session: from now on no token of this session opens anything.
--
-- KEYS[1] session            hash: role, instructor, ends
--
-- answers: closed    whether or not it was open
--
-- May run twice: the second run finds nothing to do.

redis.call('DEL', KEYS[1])
return {'closed'}
