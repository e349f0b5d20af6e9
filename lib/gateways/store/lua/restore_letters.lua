#!lua flags=allow-key-locking
-- restore_letters: puts letters of a backup where they belong, unless something is known of them already.
--
-- KEYS[1] maintenance        hash: restoring -> sum of a backup
-- KEYS[2] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[3] letters            outbox: letter id -> what to write
-- KEYS[4] states             outbox: letter id -> JSON: tries, token, why
-- KEYS[5] dead               outbox: letter ids by the millisecond they were given up
-- KEYS[6] sent               outbox: letter id -> JSON: by, message, at, text
-- KEYS[7] sent_at            outbox: letter ids by the millisecond they were sent
--
-- ARGV[1] plan               JSON: sum of the backup; waiting and dead {id, at, text, state}; sent {id, at, text}
--
-- answers: restored  how many were not known and are now
-- answers: kept      all of them were known; nothing was written
-- answers: stopped   this backup is not being restored; nothing was written
--
-- May run twice: the second run finds them known.

local plan = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[1], 'restoring') ~= plan.sum then return {'stopped'} end
local restored = 0

-- Those of which none of these keys knows anything.
local function unknown(letters, keys)
  local ids, known, found = {}, {}, {}
  for n, letter in ipairs(letters) do ids[n] = letter.id end
  if #ids == 0 then return found end
  for _, key in ipairs(keys) do
    for n, score in ipairs(redis.call('ZMSCORE', key, unpack(ids))) do known[n] = known[n] or score end
  end
  for n, letter in ipairs(letters) do
    if not known[n] then found[#found + 1] = letter end
  end
  return found
end

local function put(letters, places, texts)
  local scores, words, states = {}, {}, {}
  for _, letter in ipairs(letters) do
    scores[#scores + 1], scores[#scores + 2] = letter.at, letter.id
    words[#words + 1], words[#words + 2] = letter.id, letter.text
    if letter.state and letter.state ~= '' then
      states[#states + 1], states[#states + 2] = letter.id, letter.state
    end
  end
  if #scores > 0 then redis.call('ZADD', places, unpack(scores)) end
  if #words > 0 then redis.call('HSET', texts, unpack(words)) end
  if #states > 0 then redis.call('HSET', KEYS[4], unpack(states)) end
  restored = restored + #letters
end

put(unknown(plan.waiting, {KEYS[2], KEYS[5], KEYS[7]}), KEYS[2], KEYS[3])
put(unknown(plan.dead, {KEYS[2], KEYS[5], KEYS[7]}), KEYS[5], KEYS[3])
put(unknown(plan.sent, {KEYS[7]}), KEYS[7], KEYS[6])
if restored == 0 then return {'kept'} end
return {'restored', tostring(restored)}
