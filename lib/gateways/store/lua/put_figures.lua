#!lua flags=allow-key-locking
-- put_figures: puts counters that were counted anew in the place of those that are kept, where nobody counted meanwhile.
--
-- KEYS[1..] figures          hashes of figures or visits (parts/figures.lua)
--
-- ARGV[1] plan               JSON: for each key the mark that it had before the bookings were read, and its counters anew, names
--                            and values in turn
--
-- answers: counted   how many were put in place; in the others somebody has counted since
--
-- May run twice: the second run finds other marks.

local plan = cjson.decode(ARGV[1])
local count = 0
for n = 1, #KEYS do
  local mark, fresh = plan[n].mark, plan[n].counters
  if (redis.call('HGET', KEYS[n], '#') or '') == mark then
    local is_fresh, gone = {}, {}
    for at = 1, #fresh, 2 do is_fresh[fresh[at]] = true end
    local fields = redis.call('HGETALL', KEYS[n])
    for at = 1, #fields, 2 do
      local name = fields[at]
      -- What was tried in vain left no booking by which it could be counted.
      local stays = string.sub(name, 1, 1) == '#' or string.find(name, '^lost') or is_fresh[name]
      if not stays then gone[#gone + 1] = name end
    end
    if #gone > 0 then redis.call('HDEL', KEYS[n], unpack(gone)) end
    fresh[#fresh + 1], fresh[#fresh + 2] = '#', string.format('%d', (tonumber(mark) or 0) + 1)
    redis.call('HSET', KEYS[n], unpack(fresh))
    count = count + 1
  end
end
return {'counted', tostring(count)}
