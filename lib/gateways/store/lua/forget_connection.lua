#!lua flags=allow-key-locking
-- forget_connection: from now on nothing here opens Calendly.
--
-- KEYS[1] connection         hash: sealed, lease, why, at
--
-- answers: forgotten whether or not there was one
--
-- May run twice: the second run finds nothing to do.

redis.call('DEL', KEYS[1])
return {'forgotten'}
