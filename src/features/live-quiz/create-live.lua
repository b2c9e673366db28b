--[[ Begins a live quiz, unless another is under way in its channel.
  KEYS  live quiz of the channel, the quiz     ARGV  quiz id, state, version, seconds kept
  Reply "created" (also when told twice) | "taken" ]]
local id, state, version, kept = unpack(ARGV)
local other = redis.call("GET", KEYS[1])
if other == id then return "created" end
if other then return "taken" end

redis.call("SET", KEYS[1], id, "EX", kept)
redis.call("HSET", KEYS[2], "state", state, "version", version, "lobby", "open")
redis.call("EXPIRE", KEYS[2], kept)
return "created"
