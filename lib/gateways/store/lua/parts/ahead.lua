-- The sessions that have not begun, each with the bookings that stand in it.

local BOOKING = '([^:]*)$'

-- One line a session: what parts/sessions.lua tells of it, a blank, and the ids of its bookings with commas between.
local function lines_ahead(keys, now)
  local found, bookings = {by_name = {}}, {}
  for _, key in ipairs(keys) do
    for _, member in ipairs(redis.call('ZRANGE', key, now, '+inf', 'BYSCORE')) do
      local name, _, hold = string.match(member, MEMBER)
      if name and (hold == '0' or tonumber(hold) > now) then
        add_place(found, member, now)
        bookings[name] = bookings[name] or {}
        table.insert(bookings[name], string.match(member, BOOKING))
      end
    end
  end
  local lines = {}
  for n, s in ipairs(found) do
    lines[n] = s.name .. ':' .. s.shape .. ':' .. s.taken .. ' ' .. table.concat(bookings[s.name], ',')
  end
  return table.concat(lines, '\n')
end
