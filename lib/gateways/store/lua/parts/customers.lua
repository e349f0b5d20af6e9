-- All bookings of one customer, as far as the caller has named them: nobody knows before who made a booking.

-- The bookings, or nil and the ids that have to be named, a line each. keys.others are the hashes of plan.others.
local function bookings_of(plan, booking, keys)
  if not plan.all then return {booking} end
  local named, ids = {}, {}
  for n, id in ipairs(plan.others) do named[id] = keys.others[n] end
  local from, till = '[' .. booking.customer .. ':', '(' .. booking.customer .. ';'
  local is_complete = true
  for n, line in ipairs(redis.call('ZRANGE', keys.customers, from, till, 'BYLEX')) do
    ids[n] = string.match(line, ':%d+:(.+)$')
    is_complete = is_complete and named[ids[n]] ~= nil
  end
  if not is_complete then return nil, table.concat(ids, '\n') end
  local found = {}
  for _, id in ipairs(ids) do found[#found + 1] = load(named[id], id) end
  return found
end
