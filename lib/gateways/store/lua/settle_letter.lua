#!lua flags=allow-key-locking
-- settle_letter: writes down what became of a letter; that it was sent is final, whoever reports it.
--
-- KEYS[1] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[2] letters            outbox: letter id -> what to write
-- KEYS[3] states             outbox: letter id -> JSON: tries, token, why
-- KEYS[4] sent               outbox: letter id -> JSON: by, message, at, text
-- KEYS[5] sent_at            outbox: letter ids by the millisecond they were sent
-- KEYS[6] dead               outbox: letter ids by the millisecond they were given up
-- KEYS[7] mails              hash: customer -> letters of this day
--
-- ARGV[1] plan               JSON: letter, now, outcome; token of the lease, unless a provider reports; by, message,
--                            customer of what was sent; due of what is tried again; why it was not sent; alarm {id, due,
--                            text} where the studio must hear of it
--
-- answers: settled   it is written down
-- answers: stale     somebody else has it now, or it is settled already; nothing was written
--
-- May run twice: the second run finds it settled.
-- @include letters
-- @include alarms

local plan = cjson.decode(ARGV[1])
local keys = {letters_due = KEYS[1], letters = KEYS[2], letters_sent = KEYS[4], letters_dead = KEYS[6]}
local id = plan.letter
local text, known = redis.call('HGET', KEYS[2], id), redis.call('HGET', KEYS[4], id)
local state = state_of(KEYS[3], id)

local function give_up()
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZADD', KEYS[6], plan.now, id)
  state.token, state.why, state.message = nil, plan.why, plan.message
  redis.call('HSET', KEYS[3], id, cjson.encode(state))
  call_the_studio(plan.alarm, keys)
end

-- Whether this is said of the message that came back; the letter may have been put into the outbox again since.
local function is_of_the_last()
  return plan.message and state.message == plan.message
end

-- What was sent before, or has nothing to say, must not fall due for ever.
local function forget()
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], id)
end

if plan.outcome == 'sent' then
  if known or not text then
    forget()
    return {'stale'}
  end
  -- A provider may report that it took what it then could not deliver, in this order or the other.
  if is_of_the_last() then return {'stale'} end
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZREM', KEYS[6], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], id)
  redis.call('HSET', KEYS[4], id, cjson.encode({by = plan.by, message = plan.message, at = plan.now, text = text}))
  redis.call('ZADD', KEYS[5], plan.now, id)
  if plan.customer then
    redis.call('HINCRBY', KEYS[7], plan.customer, 1)
    redis.call('EXPIRE', KEYS[7], 172800)
  end
  return {'settled'}
end
if plan.outcome == 'bounced' then
  if known then
    local sent = cjson.decode(known)
    -- Of two copies one may come back when the other has arrived.
    if plan.message and sent.message and sent.message ~= plan.message then return {'stale'} end
    redis.call('HDEL', KEYS[4], id)
    redis.call('ZREM', KEYS[5], id)
    redis.call('HSET', KEYS[2], id, sent.text)
  elseif not text or state.why == 'bounced' or is_of_the_last() then
    return {'stale'}
  end
  give_up()
  return {'settled'}
end

if known or not text then forget() end
if known or not text or state.token ~= plan.token then return {'stale'} end
if plan.outcome == 'again' then
  redis.call('ZADD', KEYS[1], plan.due, id)
  state.token, state.why = nil, plan.why
  redis.call('HSET', KEYS[3], id, cjson.encode(state))
  call_the_studio(plan.alarm, keys)
elseif plan.outcome == 'dead' then
  give_up()
else
  forget()
end
return {'settled'}
