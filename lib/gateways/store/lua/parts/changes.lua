-- What every change of a booking asks first, always in this order: whose it is, whether this was answered before,
-- whether it comes in time, whether it is done already, which version and which status the booking has.
--
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: mismatch  this key was used for another change
-- answers: repeated  snapshot: this key made this change before
-- answers: late      the change reached the store after its deadline, or after a no to its key; nothing was written
-- answers: changed   snapshot, its event empty: the booking stood there already
-- answers: version   the booking's own, which is not the one that the caller has seen
-- answers: status    the booking's own, from which this change does not lead on
-- answers: elsewhere  the booking is Calendly's, which decides about its time

local function is_opened(plan, booking)
  if not booking then return false end
  if plan.session then return plan.instructor == '' or plan.instructor == booking.instructor end
  return tonumber(booking.token) == plan.token
end

local function contains(list, wanted)
  for _, each in ipairs(list) do
    if each == wanted then return true end
  end
  return false
end

-- Remembered as well: what was not needed when it was asked for must not be done later.
local function unchanged(plan, keys, booking)
  remember(keys, plan, booking, '', plan.unchanged_seconds)
  return snapshot(booking, '')
end

-- Answers nil and the booking when the change may go on, otherwise the refusal.
local function refusal_of(plan, keys)
  local booking, is_open = load(keys.booking, plan.id), redis.call('EXISTS', keys.session) == 1
  if plan.session and not is_open then return {'signed_out'} end
  if not is_opened(plan, booking) then return {'unopened'} end
  local before = remembered(keys, plan)
  if before and before[2] then before[2] = with_person(before[2], booking.person) end
  if before then return before end
  if tonumber(redis.call('TIME')[1]) > plan.deadline then return {'late'} end
  if plan.after and booking.status == plan.after and not plan.payment then
    return {'changed', unchanged(plan, keys, booking)}
  end
  if plan.changes_schedule and is_imposed(booking) then return {'elsewhere'} end
  if plan.version and plan.version ~= tonumber(booking.version) then
    close(keys, plan)
    return {'version', booking.version}
  end
  if booking.status ~= plan.after and not contains(plan.before, booking.status) then
    close(keys, plan)
    return {'status', booking.status}
  end
  return nil, booking
end

-- Customers change a booking only so often; seconds to wait, or nil.
local function wait_for_customer(plan, keys)
  return not plan.session and too_many(keys.tries, plan.changes, plan.changes_window) or nil
end

-- Writes what changed and answers with the booking as it is now. `before` are the places that it stood on, if it moved;
-- `parts` the words about who comes that are other ones now.
local function finish(plan, keys, booking, event, before, parts)
  booking.version = tonumber(booking.version) + 1
  local letters, more = plan.letters, ''
  if before ~= '' then letters, more = with_reminder(plan, booking, places_of(booking)[1]), '\n' .. before end
  redis.call('HSET', keys.booking, 'version', booking.version, 'status', booking.status, 'token', booking.token,
    'payment', booking.payment, 'instructor', booking.instructor, 'person', booking.person, 'places', booking.places,
    'customer', booking.customer, 'reminder', booking.reminder, 'words', booking.words,
    'a:' .. booking.version, line_of(plan, booking, parts))
  shorten(plan, keys.booking, booking.version)
  note_booking(keys, booking)
  write_figures(keys)
  post(keys, booking, letters, more)
  remember(keys, plan, booking, event)
  if plan.session then redis.call('EXPIRE', keys.session, plan.idle_seconds) end
  return snapshot(booking, event)
end
