-- The guard in front of a script that promised to touch only its declared keys: it replaces `redis` (and `server`).
-- Loaded by key_lock.py, which drops lines that begin with two dashes and joins the rest into one line.
-- `@positions@` becomes a table: command -> 1 when its first argument is its only key, 0 when it has no key.
local redis, server = (function(real, keys)
    local positions = { @positions@ }
    local declared = {}
    for index = 1, #keys do declared[keys[index]] = true end
    local function undeclared(key)
        if key == nil or declared[tostring(key)] then return nil end
        return "ERR Dynamic keys are not allowed in Lua scripts when 'allow-key-locking' flag is set. Key was: " .. tostring(key)
    end
    local function refusal(command, ...)
        local name = string.upper(tostring(command))
        if name == 'FLUSHALL' or name == 'FLUSHDB' then
            return "ERR " .. name .. " is not allowed in Lua scripts when 'allow-key-locking' flag is set"
        end
        local position = positions[name]
        if position == 0 then return nil end
        if position == 1 then return undeclared((...)) end
        local found = real.pcall('COMMAND', 'GETKEYS', command, ...)
        if found.err then return nil end
        for index = 1, #found do
            local complaint = undeclared(found[index])
            if complaint then return complaint end
        end
    end
-- An error names the line of the script, not of this guard: the store overwrites `source` and `line` of what is
-- raised with the place of the raising, so these two are kept where assignment does not reach.
    local function raise(text)
        local _, place = pcall(error, '', 4)
        local line = string.match(tostring(place), ':(%d+):') or '?'
        local seen = { source = '@user_script', line = line }
        error(setmetatable({ err = text }, { __index = seen, __newindex = function() end }))
    end
    local guard = {
        call = function(...)
            local complaint = refusal(...)
            local reply = complaint and { err = complaint } or real.pcall(...)
            if type(reply) == 'table' and reply.err then raise(reply.err) end
            return reply
        end,
        pcall = function(...)
            local complaint = refusal(...)
            if complaint then return { err = complaint } end
            return real.pcall(...)
        end,
    }
    setmetatable(guard, { __index = real })
    return guard, guard
end)(redis, KEYS)
