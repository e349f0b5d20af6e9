#!lua flags=no-writes,allow-key-locking
-- read_letters: where some letters are, each of them in one place at this one moment.
--
-- KEYS[1] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[2] letters            outbox: letter id -> what to write
-- KEYS[3] states             outbox: letter id -> JSON: tries, token, why
-- KEYS[4] dead               outbox: letter ids by the millisecond they were given up
-- KEYS[5] sent               outbox: letter id -> JSON: by, message, at, text
-- KEYS[6] sent_at            outbox: letter ids by the millisecond they were sent
--
-- ARGV[1..] ids              letters
--
-- answers: letters   for each letter six words: due, text, state, dead since, sent, sent at; empty for what is not so
--
-- Reads only, so it may run any number of times.

-- One command a key, however many letters are asked about: each may be counted by whom we pay.
local due, dead = redis.call('ZMSCORE', KEYS[1], unpack(ARGV)), redis.call('ZMSCORE', KEYS[4], unpack(ARGV))
local texts, states = redis.call('HMGET', KEYS[2], unpack(ARGV)), redis.call('HMGET', KEYS[3], unpack(ARGV))
local sent, sent_at = redis.call('HMGET', KEYS[5], unpack(ARGV)), redis.call('ZMSCORE', KEYS[6], unpack(ARGV))

local words = {}
for n = 1, #ARGV do
  for _, told in ipairs({due, texts, states, dead, sent, sent_at}) do words[#words + 1] = told[n] or '' end
end
return {'letters', unpack(words)}
