-- What every script does that puts another catalogue in force: whoever may not come in under it is out with the same step.

-- Ends the entries (parts/arrivals.lua) of those whose mark is not among `plan.marks`. `plan.entries` are entries whose keys
-- stand in KEYS from `first` on, in their order. Answers, a line each, with all that have to end when the key of one of them
-- was not declared, and has changed nothing then; otherwise nil. To be called last before the document is written.
--
-- answers: keys      entries that end: some of their keys were not declared; nothing was written
local function put_out(entries, plan, first)
  local lets_in, key_of, ended, is_missing = {}, {}, {}, false
  for _, mark in ipairs(plan.marks) do lets_in[mark] = true end
  for n, entry in ipairs(plan.entries) do key_of[entry] = KEYS[first + n - 1] end
  for _, entry in ipairs(redis.call('ZRANGE', entries, 0, -1)) do
    if not lets_in[string.match(entry, '^%x*')] then
      ended[#ended + 1] = entry
      is_missing = is_missing or not key_of[entry]
    end
  end
  if is_missing then return table.concat(ended, '\n') end
  for _, entry in ipairs(ended) do
    redis.call('DEL', key_of[entry])
    redis.call('ZREM', entries, entry)
  end
end
