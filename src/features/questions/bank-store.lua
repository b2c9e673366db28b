--@script change
--[[ Saves questions of a guild, all or none, and removes the review item they came from.
  KEYS  own questions, bank, review queue
  ARGV  maximum questions, maximum bytes, expected bank version, review item id or "", review item version, then per
        question: id, JSON
  Reply "saved" | "stale": the bank or the review item has changed | "full" | "too-large" ]]
--@include own-bytes.lua
local maximum, max_bytes, expected = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local item_id, item_version = ARGV[4], tonumber(ARGV[5])

local added, unchanged, saved = 0, 0, {}
for i = 6, #ARGV, 2 do
  saved[ARGV[i]] = ARGV[i + 1]
  local stored = redis.call("HGET", KEYS[1], ARGV[i])
  if not stored then added = added + 1 end
  if stored == ARGV[i + 1] then unchanged = unchanged + 1 end
end

local item = item_id ~= "" and redis.call("HGET", KEYS[3], item_id)
-- A retry of a call that already succeeded.
if not item and unchanged > 0 and unchanged == (#ARGV - 5) / 2 then return "saved" end
if item_id ~= "" and (not item or cjson.decode(item).version ~= item_version) then return "stale" end
if (redis.call("HGET", KEYS[2], "version") or "0") ~= expected then return "stale" end
if redis.call("HLEN", KEYS[1]) + added > maximum then return "full" end
-- A question can be retired even if the guild exceeds the limits.
if added > 0 and own_bytes(KEYS[1], saved) > max_bytes then return "too-large" end

for id, question in pairs(saved) do redis.call("HSET", KEYS[1], id, question) end
if item_id ~= "" then redis.call("HDEL", KEYS[3], item_id) end
redis.call("HINCRBY", KEYS[2], "version", 1)
return "saved"
