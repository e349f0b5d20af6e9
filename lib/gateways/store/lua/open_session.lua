#!lua flags=allow-key-locking
-- open_session: lets somebody in whose password was right, and takes back the guess that it was counted as.
--
-- KEYS[1] session            hash: role, instructor, ends
-- KEYS[2] pair               hash: guesses at this account from this network
-- KEYS[3] account            hash: guesses at this account from anywhere
-- KEYS[4] network            hash: guesses from this network at anything
-- KEYS[5] known              networks from which this account was opened before, by the second
--
-- ARGV[1] plan               JSON: now in milliseconds, role, instructor, network, idle_seconds, longest_seconds,
--                            known_seconds, most_known
--
-- answers: open      epoch second at which it ends in any case
--
-- May run twice: the second run finds the session open.
-- @include arrivals

local plan = cjson.decode(ARGV[1])
local ends = redis.call('HGET', KEYS[1], 'ends')
if ends then return {'open', ends} end
local keys = {session = KEYS[1], pair = KEYS[2], account = KEYS[3], network = KEYS[4], known = KEYS[5]}
return {'open', tostring(let_in(keys, plan))}
