--[[ Writes questions of a guild's own, all of them or none, and takes the case they settle off the queue.
  KEYS  own questions, bank, queue
  ARGV  most questions, version the caller read, case id or "", edition of the case, then for each: id, question
  Reply "done" | "moved": the bank or the case is not what the caller read | "full" ]]
local most, version, case, edition = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])

local added, standing = 0, 0
for i = 5, #ARGV, 2 do
  local stored = redis.call("HGET", KEYS[1], ARGV[i])
  if not stored then added = added + 1 end
  if stored == ARGV[i + 1] then standing = standing + 1 end
end

local waiting = case ~= "" and redis.call("HGET", KEYS[3], case)
-- All of it stands already: this very call, sent again.
if not waiting and standing > 0 and standing == (#ARGV - 4) / 2 then return "done" end
if case ~= "" and (not waiting or cjson.decode(waiting).edition ~= edition) then return "moved" end
if (redis.call("HGET", KEYS[2], "version") or "0") ~= version then return "moved" end
if redis.call("HLEN", KEYS[1]) + added > most then return "full" end

for i = 5, #ARGV, 2 do redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1]) end
if case ~= "" then redis.call("HDEL", KEYS[3], case) end
redis.call("HINCRBY", KEYS[2], "version", 1)
return "done"
