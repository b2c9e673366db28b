--[[ Saves the open attempt, unless it changed since the caller read it.
  KEYS  open attempt
  ARGV  id and version the caller read (empty if there was none), then the new id, version and attempt
  Reply 1 saved | 0 changed meanwhile ]]
local read_id, read_version, id, version, attempt = unpack(ARGV)
local current = redis.call("HMGET", KEYS[1], "id", "version")
if (current[1] or "") ~= read_id or (current[2] or "") ~= read_version then return 0 end

redis.call("HSET", KEYS[1], "id", id, "version", version, "attempt", attempt)
return 1
