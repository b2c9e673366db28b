--@script addEntry
--[[ Adds an entry to the audit log. An entry with an id is added once.
  KEYS  audit log, totals     ARGV  entry, id or "", how many entries to keep
  Reply the entry's number ]]
local entry, id, size = unpack(ARGV)
local earlier = id ~= "" and redis.call("HGET", KEYS[2], "audited:" .. id)
if earlier then return tonumber(earlier) end

local number = redis.call("HINCRBY", KEYS[2], "audited", 1)
if id ~= "" then redis.call("HSET", KEYS[2], "audited:" .. id, number) end
redis.call("LPUSH", KEYS[1], entry)
redis.call("LTRIM", KEYS[1], 0, size - 1)
return number
