-- Sessions of the staff, as they begin, and the entries of instructors: those who are in, and links by which they may come.
--
-- An entry is `<mark>|<name of a key>`, its score the epoch second at which that key is of no use any more. The mark says who
-- it is under which address; with another address, or none, every entry of an instructor is ended (save_catalog.lua).

-- Opens a session and takes back the guess that it was counted as. `keys` are those of the session and of the guesses.
local function let_in(keys, plan)
  local now = math.floor(plan.now / 1000)
  local ends = now + plan.longest_seconds
  redis.call('HSET', keys.session, 'role', plan.role, 'instructor', plan.instructor, 'ends', ends)
  redis.call('EXPIRE', keys.session, plan.idle_seconds)
  redis.call('DEL', keys.pair)
  for _, key in ipairs({keys.account, keys.network}) do
    if redis.call('EXISTS', key) == 1 then
      redis.call('HINCRBY', key, 'guesses', -1)
      redis.call('HSET', key, 'until', 0)
    end
  end
  if plan.network ~= '' then
    redis.call('ZADD', keys.known, now, plan.network)
    redis.call('ZREMRANGEBYRANK', keys.known, 0, -1 - plan.most_known)
    redis.call('EXPIRE', keys.known, plan.known_seconds)
  end
  return ends
end

-- Forgets what has ended by itself, and remembers one entry more.
local function enter(key, entry, now, ends)
  for _, over in ipairs(redis.call('ZRANGE', key, '-inf', now, 'BYSCORE')) do redis.call('ZREM', key, over) end
  redis.call('ZADD', key, ends, entry)
end
