-- The letter that tells the studio of trouble. keys holds the names of letters_due, letters and letters_sent, and of
-- letters_dead where one that was given up counts as written.

-- It is the same one for a while, so that much trouble makes one letter; without one nobody is to be told.
local function call_the_studio(alarm, keys)
  if not alarm or redis.call('HEXISTS', keys.letters_sent, alarm.id) == 1 then return end
  if redis.call('ZSCORE', keys.letters_due, alarm.id) then return end
  if keys.letters_dead and redis.call('ZSCORE', keys.letters_dead, alarm.id) then return end
  redis.call('ZADD', keys.letters_due, alarm.due, alarm.id)
  redis.call('HSET', keys.letters, alarm.id, alarm.text)
end
