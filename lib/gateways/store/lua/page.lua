#!lua flags=no-writes,allow-key-locking
-- page: the bookings that an index lists, the latest first, some at a time.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] index              bookings by start or by creation, or all customers' by customer and start
--
-- ARGV[1] plan               JSON: most; customer, or from and till (scores, half open); after: score and id of the last
--                            one that was seen
--
-- answers: page      ids, a line each; scores, a line each
-- answers: signed_out  the session of the caller is over
--
-- Reads only, so it may run any number of times.

local plan = cjson.decode(ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then return {'signed_out'} end
local ids, scores = {}, {}

local function of_customer()
  local from, till = '[' .. plan.customer .. ':', '(' .. plan.customer .. ';'
  if plan.after then till = string.format('(%s:%010d:%s', plan.customer, plan.after[1], plan.after[2]) end
  for _, line in ipairs(redis.call('ZRANGE', KEYS[2], till, from, 'BYLEX', 'REV', 'LIMIT', 0, plan.most)) do
    local minute, id = string.match(line, ':(%d+):(.+)$')
    ids[#ids + 1], scores[#scores + 1] = id, tostring(tonumber(minute))
  end
end

-- Many may have one score: whoever was seen of them stands before the rest, by the order of the ids.
local function of_index()
  local first, at = '(' .. plan.till, 0
  if plan.after then first = tostring(plan.after[1]) end
  while #ids < plan.most do
    local found = redis.call('ZRANGE', KEYS[2], first, plan.from, 'BYSCORE', 'REV', 'LIMIT', at, plan.most, 'WITHSCORES')
    if #found == 0 then return end
    for n = 1, #found, 2 do
      local id, score = found[n], found[n + 1]
      local is_seen = plan.after and tonumber(score) == plan.after[1] and id >= plan.after[2]
      if not is_seen and #ids < plan.most then ids[#ids + 1], scores[#scores + 1] = id, score end
    end
    at = at + plan.most
  end
end

if plan.customer then of_customer() else of_index() end
return {'page', table.concat(ids, '\n'), table.concat(scores, '\n')}
