-- The size of a guild's own questions in bytes, once these questions are saved.
local function own_bytes(key, saved)
  local bytes = 0
  for id, question in pairs(saved) do bytes = bytes + #question end
  for _, id in ipairs(redis.call("HKEYS", key)) do
    if not saved[id] then bytes = bytes + redis.call("HSTRLEN", key, id) end
  end
  return bytes
end
