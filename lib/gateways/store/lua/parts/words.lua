-- The words by which bookings are found (studio/search_words.py): entries of one index, in the order of their letters,
-- so that whoever begins with them is found at once however many bookings there are.
-- keys holds the name of words.

local function entries_of(booking)
  local first, last, email, phone = string.match(booking.words, '^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$')
  local entries, names = {}, {}
  local function add(text) entries[#entries + 1] = text .. '|' .. booking.id end
  for word in string.gmatch((first or '') .. ' ' .. (last or ''), '%S+') do names[#names + 1] = word end
  -- Each of the names may be the first that somebody types.
  for n = 1, #names do
    local before = n > 1 and ' ' .. table.concat(names, ' ', 1, n - 1) or ''
    add(table.concat(names, ' ', n) .. before)
  end
  if email and email ~= '' then add('@' .. email) end
  if phone and phone ~= '' then
    add('+' .. phone)
    add('~' .. string.reverse(phone))
  end
  add('#' .. string.lower(string.sub(booking.id, -8)))
  return entries
end

local function make_findable(keys, booking)
  local scored = {}
  for _, each in ipairs(entries_of(booking)) do scored[#scored + 1], scored[#scored + 2] = 0, each end
  redis.call('ZADD', keys.words, unpack(scored))
end

-- `parts` are places in the list of words, counted from one, with the words that belong there.
local function find_by_other(keys, booking, parts)
  local list = {}
  for part in string.gmatch(booking.words .. '\t', '([^\t]*)\t') do list[#list + 1] = part end
  for n = 1, 4 do list[n] = list[n] or '' end
  for _, part in ipairs(parts) do list[part[1]] = part[2] end
  local words = table.concat(list, '\t', 1, 4)
  if words == booking.words then return end
  redis.call('ZREM', keys.words, unpack(entries_of(booking)))
  booking.words = words
  make_findable(keys, booking)
end
