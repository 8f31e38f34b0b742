export { drawAnimals, type AnimalOptions } from "./animals";
export { ANIMALS, BREEDS, type Breed } from "./breeds";
export { mixedDataTypes, type MixedOptions } from "./data-types";
