#!lua flags=no-writes,allow-key-locking
-- recipients: the bookings that some letters are about, as they stand now, and how many letters their customers got today.
--
-- KEYS[1] mails              hash: customer -> letters of this day
-- KEYS[2..] bookings         hashes
--
-- ARGV[1] ids                ids of the bookings, in the order of their keys, a line each
--
-- answers: recipients  for each booking: letters of today, version of its reminder, snapshot; three empty words for one
--                      that is not there
--
-- Reads only, so it may run any number of times.
-- @include bookings

local words, at = {}, 1
for id in string.gmatch(ARGV[1], '[^\n]+') do
  at = at + 1
  local booking = load(KEYS[at], id)
  words[#words + 1] = booking and (redis.call('HGET', KEYS[1], booking.customer) or '0') or ''
  words[#words + 1] = booking and tostring(booking.reminder) or ''
  words[#words + 1] = booking and snapshot(booking, '') or ''
end
return {'recipients', unpack(words)}
