#!lua flags=allow-key-locking
-- teaching_link: the link by which the calendar of one instructor reads their sessions, made where there is none or anew.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] catalog            hash: version, document
-- KEYS[3] teaching_links     hash: instructor -> ticket of the present link
--
-- ARGV[1] plan               JSON: catalog (version that it was planned with), instructor, ticket, instead (the ticket whose
--                            place it takes, empty if it is only wanted where there is none), now and idle in seconds
--
-- answers: link      ticket of the present link
-- answers: signed_out  the session is over
-- answers: catalog   version, document: the caller's is not the present one; nothing was written
--
-- May run twice: the second run finds its own ticket, or one that was made after it, and both stay.
-- @include awake

local plan = cjson.decode(ARGV[1])
if not is_awake(KEYS[1], plan.now, plan.idle) then return {'signed_out'} end
local version = redis.call('HGET', KEYS[2], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[2], 'document') or ''}
end
local present = redis.call('HGET', KEYS[3], plan.instructor)
if present and present ~= plan.instead then return {'link', present} end
redis.call('HSET', KEYS[3], plan.instructor, plan.ticket)
return {'link', plan.ticket}
