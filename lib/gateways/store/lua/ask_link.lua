#!lua flags=allow-key-locking
-- ask_link: makes a link by which one instructor may come in, and puts its letter into the outbox.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] link               hash: instructor, mark, account, ends, taken (by which session); falls away
-- KEYS[3] entries            instructors' sessions and links by their end (parts/arrivals.lua)
-- KEYS[4] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[5] letters            outbox: letter id -> what to write
--
-- ARGV[1] plan               JSON: catalog (version that it was planned with), instructor, mark and account (empty for
--                            nobody), entry, now, seconds, letter, text
--
-- answers: asked     the link is there, and its letter is due
-- answers: catalog   version, document: the caller's is not the present one; nothing was written
--
-- May run twice: the second run writes the same, and whoever came in meanwhile has still used the link up. The commands
-- are the same for somebody and for nobody, whose one link opens nothing.
-- @include arrivals

local plan = cjson.decode(ARGV[1])
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[1], 'document') or ''}
end
redis.call('HSET', KEYS[2], 'instructor', plan.instructor, 'mark', plan.mark, 'account', plan.account,
  'ends', plan.now + plan.seconds * 1000)
redis.call('EXPIRE', KEYS[2], plan.seconds)
local now = math.floor(plan.now / 1000)
enter(KEYS[3], plan.entry, now, now + plan.seconds)
redis.call('ZADD', KEYS[4], plan.now, plan.letter)
redis.call('HSET', KEYS[5], plan.letter, plan.text)
return {'asked'}
