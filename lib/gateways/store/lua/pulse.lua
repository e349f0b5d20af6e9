#!lua flags=no-writes,allow-key-locking
-- pulse: how the studio is, in one look: its catalogue, its letters, and what maintenance last reported.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[3] dead               outbox: letter ids by the millisecond they were given up
-- KEYS[4] maintenance        hash: what each part reported
--
-- ARGV[1] now                epoch milliseconds
-- ARGV[2] since              epoch milliseconds: letters that were given up before then are no news
--
-- answers: pulse     version and document of the catalogue, empty when there is none; how many letters are due, since when
--                    the first of them is, how many letters were given up, how many webhooks; then names and reports of maintenance
--
-- Reads only, so it may run any number of times.

local first = redis.call('ZRANGE', KEYS[2], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 1)[1]
local due = redis.call('ZCOUNT', KEYS[2], '-inf', ARGV[1])
-- Those for other systems are the trouble of those systems. More than so many need not be told apart.
local dead, unheard = redis.call('ZRANGE', KEYS[3], ARGV[2], '+inf', 'BYSCORE', 'LIMIT', 0, 10000), 0
for _, id in ipairs(dead) do
  if string.find(id, ':webhook-', 1, true) then unheard = unheard + 1 end
end
return {'pulse', redis.call('HGET', KEYS[1], 'version') or '', redis.call('HGET', KEYS[1], 'document') or '',
  tostring(due), first and redis.call('ZSCORE', KEYS[2], first) or '', tostring(#dead - unheard),
  tostring(unheard), unpack(redis.call('HGETALL', KEYS[4]))}
