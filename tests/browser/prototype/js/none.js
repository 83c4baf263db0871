import { nothing } from "./lib.js";

export const none = () => nothing;
