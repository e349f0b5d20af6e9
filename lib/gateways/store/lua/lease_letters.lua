#!lua flags=allow-key-locking
-- lease_letters: hands out letters that are due, and hides them from everybody else until the lease runs out.
--
-- KEYS[1] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[2] letters            outbox: letter id -> what to write
-- KEYS[3] states             outbox: letter id -> JSON: tries, token, why
--
-- ARGV[1] plan               JSON: now, until_, most, token; ahead: reminders that are due by then are handed out as well
--
-- answers: leased    how many more are due; then id, text and state of each letter
--
-- May run twice: what the first run leased and nobody heard of falls due again when its lease runs out.
-- @include letters

local plan = cjson.decode(ARGV[1])
local ids = redis.call('ZRANGE', KEYS[1], '-inf', plan.now, 'BYSCORE', 'LIMIT', 0, plan.most)

-- Everything else that lies ahead waits for a reason: a lease, or a pause after a try that failed.
local PAGE, at = 200, 0
while #ids < plan.most and plan.ahead > plan.now do
  local page = redis.call('ZRANGE', KEYS[1], '(' .. plan.now, plan.ahead, 'BYSCORE', 'LIMIT', at, PAGE)
  for _, id in ipairs(page) do
    if string.sub(id, -9) == ':reminder' and #ids < plan.most then
      local state = redis.call('HGET', KEYS[3], id)
      if not state then ids[#ids + 1] = id end
    end
  end
  at = at + #page
  if #page < PAGE then break end
end

local words = {}
for _, id in ipairs(ids) do
  local state = state_of(KEYS[3], id)
  state.tries, state.token = state.tries + 1, plan.token
  local said = cjson.encode(state)
  redis.call('ZADD', KEYS[1], plan.until_, id)
  redis.call('HSET', KEYS[3], id, said)
  words[#words + 1] = id
  words[#words + 1] = redis.call('HGET', KEYS[2], id) or ''
  words[#words + 1] = said
end
return {'leased', tostring(redis.call('ZCOUNT', KEYS[1], '-inf', plan.now)), unpack(words)}
