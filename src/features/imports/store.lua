--@script commit
--[[ Writes the questions of a confirmed import, all or none.
  KEYS  import, own questions, bank     ARGV  import id, maximum number of own questions, maximum bytes
  Reply {"done", count} | {"repeated", count}: an earlier call wrote them
        {"missing"}: expired, canceled, or replaced by another import
        {"outdated"}: the bank has changed since the file was read | {"full"} | {"too-large"} ]]
--@include ../questions/own-bytes.lua
local id, version, done, questions = unpack(redis.call("HMGET", KEYS[1], "id", "version", "done", "questions"))
if id ~= ARGV[1] then return { "missing" } end
-- Confirmed twice, or this call is a retry.
if done then return { "repeated", tonumber(done) } end
if version ~= (redis.call("HGET", KEYS[3], "version") or "0") then return { "outdated" } end

local saved, count, added = {}, 0, 0
for _, entry in ipairs(cjson.decode(questions)) do
  saved[entry[1]] = entry[2]
  count = count + 1
  if redis.call("HEXISTS", KEYS[2], entry[1]) == 0 then added = added + 1 end
end
if redis.call("HLEN", KEYS[2]) + added > tonumber(ARGV[2]) then return { "full" } end
if own_bytes(KEYS[2], saved) > tonumber(ARGV[3]) then return { "too-large" } end

for question, text in pairs(saved) do redis.call("HSET", KEYS[2], question, text) end
redis.call("HINCRBY", KEYS[3], "version", 1)
redis.call("HDEL", KEYS[1], "questions")
redis.call("HSET", KEYS[1], "done", count)
return { "done", count }

--@script cancel
--[[ Drops an import that is waiting for confirmation.
  KEYS  import     ARGV  import id     Reply 1 dropped | 0 done, expired, canceled or replaced ]]
local id, done = unpack(redis.call("HMGET", KEYS[1], "id", "done"))
if id ~= ARGV[1] or done then return 0 end
return redis.call("DEL", KEYS[1])
