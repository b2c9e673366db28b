--[[ Finds a person in one slice of a key of any type: as a name (a field, a member) or within a value. Told who shall
  stand in their place, it takes the names away and puts that one into the values.
  KEYS  key     ARGV  user id or "" for whatever there is, cursor ("0" begins), who stands in their place or "" to look only
  Reply {next cursor, {name, value} of each place they were found in} ]]
local user, cursor, nobody = unpack(ARGV)
local key, found = KEYS[1], {}
local whole = user == "" and "" or "%f[%d]" .. user .. "%f[%D]"

local function see(name, value, remove, change)
  local named = string.find(name, whole)
  if not named and not string.find(value, whole) then return end
  found[#found + 1] = { name, value }
  if nobody == "" then return end
  if named then remove() else change((string.gsub(value, whole, nobody))) end
end

local function scan(command, remove, pairwise)
  local next_cursor, flat = unpack(redis.call(command, key, cursor, "COUNT", 200))
  local step = pairwise and 2 or 1
  for i = 1, #flat, step do
    local name, value = flat[i], pairwise and flat[i + 1] or ""
    see(name, value, function() redis.call(remove, key, name) end,
      function(changed) redis.call("HSET", key, name, changed) end)
  end
  return { next_cursor, found }
end

local kind = redis.call("TYPE", key).ok
if kind == "hash" then return scan("HSCAN", "HDEL", true) end
if kind == "zset" then return scan("ZSCAN", "ZREM", true) end
if kind == "set" then return scan("SSCAN", "SREM", false) end
if kind == "string" then
  local function change(changed) redis.call("SET", key, changed, "KEEPTTL") end
  see("", redis.call("GET", key), nil, change)
end
if kind == "list" then
  for index, value in ipairs(redis.call("LRANGE", key, 0, -1)) do
    see("", value, nil, function(changed) redis.call("LSET", key, index - 1, changed) end)
  end
end
return { "0", found }
