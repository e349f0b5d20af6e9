-- What staff have to see to: a line for each of our bookings over which something stands on Calendly, or which it would
-- not take. keys holds the names of conflicts, letters_due, letters and letters_sent.

-- @include alarms

local function note_conflicts(plan, keys, lines)
  if #lines == 0 then return end
  for _, line in ipairs(lines) do
    redis.call('ZADD', keys.conflicts, string.match(line, ' (%d+) %d+ %S+$'), line)
  end
  call_the_studio(plan.alarm, keys)
end
