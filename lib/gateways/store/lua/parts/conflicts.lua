-- What staff have to see to: a line for each of our bookings over which something stands on Calendly, or which it would
-- not take. keys holds the names of conflicts, letters_due, letters and letters_sent.

-- The studio hears of it by a letter that is the same for a while, so that many conflicts make one.
local function note_conflicts(plan, keys, lines)
  if #lines == 0 then return end
  for _, line in ipairs(lines) do
    redis.call('ZADD', keys.conflicts, string.match(line, ' (%d+) %d+ %S+$'), line)
  end
  local alarm = plan.alarm
  if not alarm or redis.call('HEXISTS', keys.letters_sent, alarm.id) == 1 then return end
  if redis.call('ZSCORE', keys.letters_due, alarm.id) then return end
  redis.call('ZADD', keys.letters_due, alarm.due, alarm.id)
  redis.call('HSET', keys.letters, alarm.id, alarm.text)
end
