--[[ Adds a schedule unless its id is taken or the guild holds enough.
  KEYS  schedules     ARGV  id, rule, limit
  Reply "added" | "taken" | "full" ]]
-- The rule holds a serial nobody else has: the same rule is this very call, sent again.
if redis.call("HGET", KEYS[1], ARGV[1]) == ARGV[2] then return "added" end
if redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[3]) then return "full" end
if redis.call("HSETNX", KEYS[1], ARGV[1], ARGV[2]) == 0 then return "taken" end
return "added"
