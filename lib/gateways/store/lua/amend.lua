#!lua flags=allow-key-locking
-- amend: changes what is written in a booking - who comes, whether they came, whether they paid - and no schedule.
--
-- KEYS[1] booking            hash
-- KEYS[2] answer             string: fingerprint and first answer of this idempotency key
-- KEYS[3] session            hash of a session of the staff; a name that nobody has for customers
-- KEYS[4] tries              counter: how often this booking was changed by its customer
-- KEYS[5] letters_due        outbox: letter ids by the millisecond they are due
-- KEYS[6] letters            outbox: letter id -> what to write
-- KEYS[7] customers          all bookings by customer and start
-- KEYS[8] active             active bookings by customer and end
-- KEYS[9] words              the words by which bookings are found
-- KEYS[10..] figures         hashes of plan.months
--
-- ARGV[1] plan               JSON, built by store/plans.py
--
-- answers: changed   snapshot; its event is empty, because nothing that others see has changed
-- answers: keys      names of months that the booking counts for and that the plan did not name; nothing was written
-- answers: limited   seconds to wait
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: repeated  snapshot: this key changed it before
-- answers: mismatch  this key was used for another change
-- answers: late      the plan reached the store after its deadline, or after a no to its key; nothing was written
-- answers: version   the booking's own, which is not the one that the caller has seen
-- answers: status    the booking's own, from which this change does not lead on
-- answers: elsewhere  the booking is Calendly's, which decides about its time
--
-- May run twice: the second run finds the first one's answer.
-- @include bookings
-- @include figures
-- @include limits
-- @include trail
-- @include changes
-- @include words

local plan = cjson.decode(ARGV[1])
local keys = {booking = KEYS[1], answer = KEYS[2], session = KEYS[3], tries = KEYS[4], letters_due = KEYS[5],
  letters = KEYS[6], customers = KEYS[7], active = KEYS[8], words = KEYS[9], months = {}}
for n, month in ipairs(plan.months) do keys.months[month] = KEYS[9 + n] end

local refusal, booking = refusal_of(plan, keys)
if refusal then return refusal end

-- A person is a list of words; what a correction leaves empty becomes nothing.
local person, parts = cjson.decode(is_erased(booking) and '[]' or booking.person), {}
-- Whose data were erased is nobody to be corrected.
if is_erased(booking) and #plan.details > 0 then
  close(keys, plan)
  return {'status', booking.status}
end
for _, part in ipairs(plan.details) do
  local at, words = part[1], part[2] ~= '' and part[2] or cjson.null
  if person[at] ~= words then
    person[at] = words
    parts[#parts + 1] = PARTS[at]
  end
end
local status, payment = plan.after or booking.status, plan.payment or booking.payment
local is_new_customer = plan.customer ~= '' and plan.customer ~= booking.customer
local is_changed, is_settled = #parts > 0, status ~= booking.status or payment ~= booking.payment
if not is_changed and not is_settled then return {'changed', unchanged(plan, keys, booking)} end
local missing = is_settled and months_unnamed(places_of(booking), keys) or {}
if #missing > 0 then return {'keys', table.concat(missing, '\n')} end
if is_new_customer and tonumber(booking.token) >= plan.tokens then
  close(keys, plan)
  return {'status', booking.status}
end
if was_refused(keys, plan) then return {'late'} end
local wait = wait_for_customer(plan, keys)
if wait then
  close(keys, plan)
  return {'limited', tostring(wait)}
end

if is_changed then booking.person = cjson.encode(person) end
find_by_other(keys, booking, plan.words)
booking.status, booking.payment = status, payment
if is_new_customer then
  local places = places_of(booking)
  unlist(keys, booking, places)
  booking.customer = plan.customer
  list(keys, booking, places)
  -- The old address holds a link that must open nothing any more.
  booking.token = tonumber(booking.token) + 1
end
if not is_new_customer or is_imposed(booking) then plan.letters = {} end
return {'changed', finish(plan, keys, booking, '', '', is_changed and table.concat(parts, ',') or nil)}
