--@script deleteAnswer
--[[ Deletes a member's answer to a post and updates the totals. The sequence never decreases. While the post is open, a
  mark prevents the member from answering it again.
  KEYS  answers, totals, post, deleted answers     ARGV  user id
  Reply 1 deleted | 0 no answer ]]
local answer = redis.call("HGET", KEYS[1], ARGV[1])
if not answer then return 0 end
redis.call("HDEL", KEYS[1], ARGV[1])
redis.call("HINCRBY", KEYS[2], "answered", -1)
redis.call("HINCRBY", KEYS[2], "deleted", 1)
if cjson.decode(answer).correct then redis.call("HINCRBY", KEYS[2], "correct", -1) end
local state = redis.call("HGET", KEYS[3], "state")
if state == "claimed" or state == "sent" then
  local seed = redis.call("HGET", KEYS[3], "seed") or ""
  redis.call("SADD", KEYS[4], redis.sha1hex(seed .. ":" .. ARGV[1]))
end
return 1

--@script deleteCredits
--[[ Deletes credits of a season and updates the totals. The sequence never decreases.
  KEYS  credits of the season, totals     ARGV  fields of the credits
  Reply number of deleted credits ]]
local deleted = redis.call("HDEL", KEYS[1], unpack(ARGV))
if deleted > 0 then
  redis.call("HINCRBY", KEYS[2], "credited", -deleted)
  redis.call("HINCRBY", KEYS[2], "deleted", deleted)
end
return deleted

--@script deleteIfRemoved
--[[ Deletes keys of a guild if the bot is still removed from it.
  KEYS  removal, then the keys to delete
  Reply number of deleted keys | -1 the bot is back ]]
if redis.call("EXISTS", KEYS[1]) == 0 then return -1 end
return redis.call("UNLINK", unpack(KEYS, 2))

--@script searchPage
--[[ Searches one page of a key of any type for a user id, in names (fields, members) and in values.
  With a replacement, removes matching names and replaces the id in matching values.
  KEYS  key
  ARGV  user id or "" to match everything, cursor ("0" starts), replacement or "" to only search, "1" to skip fields
        with the id in their name
  Reply {next cursor, {{name, value}, …}} ]]
local user, cursor, replacement, skips_names = unpack(ARGV)
local key, found = KEYS[1], {}
-- The frontiers prevent an id from matching inside a longer one.
local pattern = user == "" and "" or "%f[%d]" .. user .. "%f[%D]"

local function visit(name, value, remove, replace)
  local in_name = string.find(name, pattern)
  if not in_name and not string.find(value, pattern) then return end
  if in_name and skips_names == "1" then return end
  found[#found + 1] = { name, value }
  if replacement == "" then return end
  if in_name then remove() else replace((string.gsub(value, pattern, replacement))) end
end

local function scan(command, remove, has_values)
  local next_cursor, flat = unpack(redis.call(command, key, cursor, "COUNT", 200))
  for i = 1, #flat, has_values and 2 or 1 do
    local name, value = flat[i], has_values and flat[i + 1] or ""
    visit(name, value, function() redis.call(remove, key, name) end,
      function(replaced) redis.call("HSET", key, name, replaced) end)
  end
  return { next_cursor, found }
end

local kind = redis.call("TYPE", key).ok
if kind == "hash" then return scan("HSCAN", "HDEL", true) end
if kind == "zset" then return scan("ZSCAN", "ZREM", true) end
if kind == "set" then return scan("SSCAN", "SREM", false) end
if kind == "string" then
  visit("", redis.call("GET", key), nil, function(replaced) redis.call("SET", key, replaced, "KEEPTTL") end)
end
if kind == "list" then
  for index, value in ipairs(redis.call("LRANGE", key, 0, -1)) do
    visit("", value, nil, function(replaced) redis.call("LSET", key, index - 1, replaced) end)
  end
end
return { "0", found }
