-- Marks that a member answered a post, without naming them: the seed is secret.
local function answer_mark(post, user) return redis.sha1hex((redis.call("HGET", post, "seed") or "") .. ":" .. user) end
