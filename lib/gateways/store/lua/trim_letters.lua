#!lua flags=allow-key-locking
-- trim_letters: forgets letters that were sent or given up long ago, some at a time.
--
-- KEYS[1] sent               outbox: letter id -> JSON: by, message, at, text
-- KEYS[2] sent_at            outbox: letter ids by the millisecond they were sent
-- KEYS[3] dead               outbox: letter ids by the millisecond they were given up
-- KEYS[4] letters            outbox: letter id -> what to write
-- KEYS[5] states             outbox: letter id -> JSON: tries, token, why
--
-- ARGV[1] before             epoch milliseconds
-- ARGV[2] most               how many of each at once
--
-- answers: trimmed   how many were forgotten
--
-- May run twice: the second run goes on.

local old = redis.call('ZRANGE', KEYS[2], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
for _, id in ipairs(old) do
  redis.call('ZREM', KEYS[2], id)
  redis.call('HDEL', KEYS[1], id)
end
local given_up = redis.call('ZRANGE', KEYS[3], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
for _, id in ipairs(given_up) do
  redis.call('ZREM', KEYS[3], id)
  redis.call('HDEL', KEYS[4], id)
  redis.call('HDEL', KEYS[5], id)
end
return {'trimmed', tostring(#old + #given_up)}
