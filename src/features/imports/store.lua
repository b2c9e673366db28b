--@script commit
--[[ Writes the questions of a confirmed import, all or none.
  KEYS  import, own questions, bank     ARGV  maximum number of own questions
  Reply {"done", count} | {"repeated", count}: written by an earlier call | {"missing"}: expired or canceled
        {"outdated"}: the bank has changed since the file was read | {"full"} ]]
local import = redis.call("HGETALL", KEYS[1])
if #import == 0 then return { "missing" } end

-- Confirmed twice, or a retry of this call.
local done = redis.call("HGET", KEYS[1], "done")
if done then return { "repeated", tonumber(done) } end
if redis.call("HGET", KEYS[1], "version") ~= (redis.call("HGET", KEYS[3], "version") or "0") then return { "outdated" } end

local added = 0
for i = 1, #import, 2 do
  if import[i] ~= "version" and redis.call("HEXISTS", KEYS[2], import[i]) == 0 then added = added + 1 end
end
if redis.call("HLEN", KEYS[2]) + added > tonumber(ARGV[1]) then return { "full" } end

for i = 1, #import, 2 do
  if import[i] ~= "version" then redis.call("HSET", KEYS[2], import[i], import[i + 1]) end
end
local count = #import / 2 - 1
redis.call("HINCRBY", KEYS[3], "version", 1)
local ttl = redis.call("TTL", KEYS[1])
redis.call("DEL", KEYS[1])
redis.call("HSET", KEYS[1], "done", count)
redis.call("EXPIRE", KEYS[1], math.max(ttl, 1))
return { "done", count }

--@script cancel
--[[ Drops an import that waits for confirmation.
  KEYS  import     Reply 1 dropped | 0 done, expired or canceled ]]
if redis.call("HEXISTS", KEYS[1], "done") == 1 then return 0 end
return redis.call("DEL", KEYS[1])
