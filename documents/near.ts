/** Names that were probably meant: the engine says them too. */
export { didYouMean, distance, nearest } from "../engine/near";
