--[[ Removes an item from a review queue, or replaces it, if its version is still the expected one.
  KEYS  queue     ARGV  id, expected version, new item JSON or "" to remove
  Reply 1 done | 0 the item changed or was removed ]]
local id, version, after = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local stored = redis.call("HGET", KEYS[1], id)
-- A retry of a call that already succeeded.
if stored and stored == after then return 1 end
if not stored or cjson.decode(stored).version ~= version then return 0 end
if after == "" then redis.call("HDEL", KEYS[1], id) else redis.call("HSET", KEYS[1], id, after) end
return 1
