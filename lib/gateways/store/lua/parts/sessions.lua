-- Entries of the schedule, read and judged. A member carries everything about one place that was taken:
--   start:end:instructor:class:session : before:after:room : hold : booking
-- Instants and buffers are minutes; hold is the minute at which an unpaid place falls free, 0 for never.
-- The first five name the session, so that counting its places takes one match and no more. A later release may add
-- words behind hold and before the booking, never elsewhere: this one passes over them.

local MEMBER = '^(%d+:%d+:[^:]*:[^:]*:[^:]*):(%d+:%d+:[^:]*):(%d+):'
local NAME = '^(%d+):(%d+):([^:]*):([^:]*):([^:]*)$'
local SHAPE = '^(%d+):(%d+):([^:]*)$'

-- Places of one session that were taken under different catalogues: the larger buffers count, the room stays.
local function wider(shape, other)
  local before, after, room = string.match(shape, SHAPE)
  local other_before, other_after = string.match(other, SHAPE)
  return table.concat({math.max(before, other_before), math.max(after, other_after), room}, ':')
end

local function add_place(found, member, now)
  local name, shape, hold = string.match(member, MEMBER)
  if not name or (hold ~= '0' and tonumber(hold) <= now) then return end
  local known = found.by_name[name]
  if known then
    known.taken = known.taken + 1
    if shape ~= known.shape then known.shape = wider(known.shape, shape) end
  else
    known = {name = name, shape = shape, taken = 1}
    found.by_name[name] = known
    found[#found + 1] = known
  end
end

-- The live sessions that start in [from, till) on any of the keys, each once even when its room lists it too.
-- `without` is how members end that do not count, nil for none.
local function sessions_on(keys, from, till, now, without)
  local found, seen = {by_name = {}}, {}
  for _, key in ipairs(keys) do
    for _, member in ipairs(redis.call('ZRANGE', key, from, '(' .. till, 'BYSCORE')) do
      if not seen[member] and not (without and string.sub(member, -#without) == without) then
        seen[member] = true
        add_place(found, member, now)
      end
    end
  end
  return found
end

-- One line a session: start:end:instructor:class:session:before:after:room:taken
local function as_lines(sessions)
  local lines = {}
  for n, s in ipairs(sessions) do lines[n] = s.name .. ':' .. s.shape .. ':' .. s.taken end
  return table.concat(lines, '\n')
end
