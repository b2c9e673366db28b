--[[ Takes a stretch of time that nobody else has. Stretches follow one another, so no two overlap.
  KEYS  turns     ARGV  its length in milliseconds
  Reply the milliseconds until it begins, as text ]]
local seconds, microseconds = unpack(redis.call("TIME"))
local now = seconds * 1000 + microseconds / 1000
local begins = math.max(now, tonumber(redis.call("GET", KEYS[1]) or "0"))
local ends = begins + ARGV[1]
redis.call("SET", KEYS[1], string.format("%.3f", ends), "PX", math.ceil(ends - now))
return string.format("%.3f", begins - now)
