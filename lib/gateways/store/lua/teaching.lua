#!lua flags=no-writes,allow-key-locking
-- teaching: the sessions of one instructor, for a calendar that came with the ticket of the present link.
--
-- KEYS[1] catalog            hash: version, document
-- KEYS[2] teaching_links     hash: instructor -> ticket of the present link
-- KEYS[3] events             stream of changes
-- KEYS[4] schedule           of the instructor
--
-- ARGV[1] plan               JSON: catalog (version that it was planned with), instructor, ticket, from and till (epoch minutes,
--                            half open), now (the same), most sessions and most_places
--
-- answers: teaching  millisecond of the newest change in any schedule; a line each: session (parts/sessions.lua), one of its
--                    bookings
-- answers: unopened  the ticket is not that of the present link
-- answers: catalog   version, document: the caller's is not the present one, and who teaches may be somebody else
--
-- Reads only, so it may run any number of times.
-- @include sessions

local plan = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[2], plan.instructor) ~= plan.ticket then return {'unopened'} end
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= plan.catalog then
  return {'catalog', version, redis.call('HGET', KEYS[1], 'document') or ''}
end
local found, booking = {by_name = {}}, {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[4], plan.from, '(' .. plan.till, 'BYSCORE', 'LIMIT', 0, plan.most_places)) do
  local before = #found
  add_place(found, member, plan.now)
  if #found > before then booking[#found] = string.match(member, ':([^:]+)$') end
end
local lines = {}
for n, session in ipairs(found) do
  if n > plan.most then break end
  lines[n] = session.name .. ':' .. session.shape .. ':' .. session.taken .. ' ' .. booking[n]
end
-- Without any change (a store that was just restored) the present stands in for it.
local newest, clock = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1), redis.call('TIME')
local changed = newest[1] and string.match(newest[1][1], '^%d+') or clock[1] .. '000'
return {'teaching', changed, table.concat(lines, '\n')}
