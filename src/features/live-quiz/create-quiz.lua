--[[ Creates a live quiz, unless another one runs in its channel.
  KEYS  quiz of the channel, quiz
  ARGV  quiz id, quiz, version, seconds until it expires
  Reply "created" (repeated calls too) | "channel-busy" ]]
local id, quiz, version, ttl = unpack(ARGV)
local current = redis.call("GET", KEYS[1])
if current == id then return "created" end
if current then return "channel-busy" end

redis.call("SET", KEYS[1], id, "EX", ttl)
redis.call("HSET", KEYS[2], "quiz", quiz, "version", version, "lobby", "open")
redis.call("EXPIRE", KEYS[2], ttl)
return "created"
