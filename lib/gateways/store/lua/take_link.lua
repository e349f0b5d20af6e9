#!lua flags=allow-key-locking
-- take_link: lets one instructor in by a link, once.
--
-- KEYS[1] link               hash: instructor, mark, account, ends, taken (by which session); falls away
-- KEYS[2] session            hash: role, instructor, ends
-- KEYS[3] entries            instructors' sessions and links by their end (parts/arrivals.lua)
-- KEYS[4] pair               hash: how often this address was asked for from this network
-- KEYS[5] account            hash: how often this address was asked for from anywhere
-- KEYS[6] network            hash: how often this network asked for anything
-- KEYS[7] known              networks from which this address came in before, by the second
--
-- ARGV[1] plan               JSON: now in milliseconds, session (the name of its key), network, idle_seconds,
--                            longest_seconds, known_seconds, most_known
--
-- answers: open      instructor, epoch second at which the session ends in any case
-- answers: used      by somebody else, or the link is over, was taken back, or never was
--
-- May run twice: the second run finds its own session open. Once that is closed, the link is of no use to anybody.
-- @include arrivals

local plan = cjson.decode(ARGV[1])
local instructor, mark, ends, taken = unpack(redis.call('HMGET', KEYS[1], 'instructor', 'mark', 'ends', 'taken'))
if not ends or instructor == '' or tonumber(ends) <= plan.now then return {'used'} end
if taken then
  local until_ = taken == plan.session and redis.call('HGET', KEYS[2], 'ends')
  if not until_ then return {'used'} end
  return {'open', instructor, until_}
end
redis.call('HSET', KEYS[1], 'taken', plan.session)
plan.role, plan.instructor = 'instructor', instructor
local keys = {session = KEYS[2], pair = KEYS[4], account = KEYS[5], network = KEYS[6], known = KEYS[7]}
local session_ends = let_in(keys, plan)
enter(KEYS[3], mark .. '|' .. plan.session, math.floor(plan.now / 1000), session_ends)
return {'open', instructor, tostring(session_ends)}
