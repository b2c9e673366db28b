-- The version a change was computed from. A new answer increases `last`, which also identifies it. Only a card can be added
-- without an answer.
local function version_of(stored)
  if not stored then return "" end
  local value = cjson.decode(stored)
  if not value.last then return tostring(value.answers) end
  return string.format("%.0f%s", value.last, value.card and "+card" or "")
end

-- Whether a field has changed. `args` from index `first`: for each field the number of its hash (1 history, 2 mastery), field,
-- version before, new value. `offset`: keys before the history.
local function has_changed(args, first, offset)
  for i = first, #args, 4 do
    if version_of(redis.call("HGET", KEYS[offset + args[i]], args[i + 1])) ~= args[i + 2] then return true end
  end
  return false
end
