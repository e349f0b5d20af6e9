#!lua flags=no-writes,allow-key-locking
-- find: the bookings whose words begin with what somebody typed.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] words              the words of all bookings (parts/words.lua)
--
-- ARGV[1] plan               JSON: beginnings; most, of each
--
-- answers: found     ids, a line each, of each beginning the latest made first; more, if there are others, or nothing
-- answers: signed_out  the session of the caller is over
--
-- Reads only, so it may run any number of times.

local plan = cjson.decode(ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then return {'signed_out'} end
local ids, seen, more = {}, {}, ''
for _, beginning in ipairs(plan.beginnings) do
  -- No character of any alphabet sorts behind the last one that there can be.
  local till = '[' .. beginning .. '\244\143\191\191'
  -- Ids begin with when they were made, so that of somebody who comes often the last bookings come first.
  local found = redis.call('ZRANGE', KEYS[2], till, '[' .. beginning, 'BYLEX', 'REV', 'LIMIT', 0, plan.most)
  if #found == plan.most then more = 'more' end
  for _, entry in ipairs(found) do
    local id = string.match(entry, '|([^|]*)$')
    if not seen[id] then
      seen[id] = true
      ids[#ids + 1] = id
    end
  end
end
return {'found', table.concat(ids, '\n'), more}
