--@script save
--[[ Saves the open attempt unless it has changed since the caller read it.
  KEYS  open attempt
  ARGV  id and version the caller read (empty if there was none), then the new id, version and attempt
  Reply 1 saved | 0 changed meanwhile ]]
local read_id, read_version, id, version, attempt = unpack(ARGV)
local current = redis.call("HMGET", KEYS[1], "id", "version")
if (current[1] or "") ~= read_id or (current[2] or "") ~= read_version then return 0 end

redis.call("HSET", KEYS[1], "id", id, "version", version, "attempt", attempt)
return 1

--@script submit
--[[ Submits the open attempt unless it has changed since the caller read it: stores its result and moves the attempt to the
  submitted ones to be processed. Keeps only the latest results.
  KEYS  open attempt, results, submitted attempts, unseen result
  ARGV  id and version the caller read, result, how many results to keep, "1" if the learner hasn't seen the result
  Reply 1 submitted | 0 changed meanwhile ]]
local id, version, result, limit, unseen = unpack(ARGV)
local current = redis.call("HMGET", KEYS[1], "id", "version", "attempt")
if current[1] ~= id or current[2] ~= version then return 0 end

redis.call("DEL", KEYS[1])
redis.call("HSET", KEYS[2], id, result)
redis.call("HSET", KEYS[3], id, current[3])
if unseen == "1" then redis.call("SET", KEYS[4], id) end

-- Ids are base-36 numbers that increase over time.
local ids = redis.call("HKEYS", KEYS[2])
table.sort(ids, function(a, b) return tonumber(a, 36) > tonumber(b, 36) end)
for rank = tonumber(limit) + 1, #ids do redis.call("HDEL", KEYS[2], ids[rank]) end
return 1

--@script deleteIfEqual
--[[ Deletes a string if it has this value.
  KEYS  string     ARGV  value
  Reply 1 deleted | 0 it has another value or is missing ]]
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
