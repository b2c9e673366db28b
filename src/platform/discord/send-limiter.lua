--@script reserve
--[[ Reserves the next free interval.
  KEYS  end of the last reserved interval     ARGV  length in milliseconds
  Reply milliseconds until it starts, as text ]]
local seconds, microseconds = unpack(redis.call("TIME"))
local now = seconds * 1000 + microseconds / 1000
local start = math.max(now, tonumber(redis.call("GET", KEYS[1]) or "0"))
local stop = start + ARGV[1]
redis.call("SET", KEYS[1], string.format("%.3f", stop), "PX", math.ceil(stop - now))
return string.format("%.3f", start - now)
