--[[ Puts a quiz in the place of the one it was made from, with what its answer taught; all of it or nothing.
  KEYS  quiz, seen, mastery
  ARGV  state before or "", state after, question open after or "", seconds kept,
        then for each field: its hash (1 seen, 2 mastery), field, value before or "", value after
  Reply "saved" | "moved": another step came first | "learnt": another answer taught something meanwhile ]]
local before, after, open, kept = unpack(ARGV, 1, 4)
if (redis.call("HGET", KEYS[1], "state") or "") ~= before then return "moved" end

for i = 5, #ARGV, 4 do
  local stored = redis.call("HGET", KEYS[ARGV[i] + 1], ARGV[i + 1]) or ""
  if stored ~= ARGV[i + 2] then return "learnt" end
end

for i = 5, #ARGV, 4 do redis.call("HSET", KEYS[ARGV[i] + 1], ARGV[i + 1], ARGV[i + 3]) end
redis.call("HSET", KEYS[1], "state", after, "open", open)
redis.call("EXPIRE", KEYS[1], kept)
return "saved"
